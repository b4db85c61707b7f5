/**
 * Baidu's first API (wenxinworkshop, Qianfan v1): one path for each model, errors in status 200.
 */
package io.llmgateway.provider.wenxin;
