/**
 * Tencent Hunyuan's cloud API (https://cloud.tencent.com/document/api/1729/105701): names in
 * PascalCase.
 */
package io.llmgateway.provider.hunyuan;
