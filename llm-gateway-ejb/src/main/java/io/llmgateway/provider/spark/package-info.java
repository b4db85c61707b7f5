/** iFlytek Spark over WebSockets (https://www.xfyun.cn/doc/spark/Web.html). */
package io.llmgateway.provider.spark;
