/**
 * What only shows from inside of the server: a probe is added to the EAR as one more WAR, asks the
 * container for what the gateway asks it for, and tells over HTTP what it got.
 */
package io.llmgateway.it.inside;
