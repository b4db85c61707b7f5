/**
 * Alibaba DashScope's own API (https://help.aliyun.com/zh/model-studio/), beside its compatible
 * mode.
 */
package io.llmgateway.provider.dashscope;
