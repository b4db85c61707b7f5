/** A small house in which each rule is broken once; nothing here is ever run. */
package io.llmgateway.it.rooms.offence;
