/**
 * SenseNova's own API (https://console.sensecore.cn/help/docs/model-as-a-service/nova/): everything
 * in an envelope.
 */
package io.llmgateway.provider.sensenova;
