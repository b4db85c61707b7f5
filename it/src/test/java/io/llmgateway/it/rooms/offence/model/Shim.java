package io.llmgateway.it.rooms.offence.model;

import io.llmgateway.it.rooms.offence.routing.Channel;

public record Shim(Channel knowsRouting) {}
