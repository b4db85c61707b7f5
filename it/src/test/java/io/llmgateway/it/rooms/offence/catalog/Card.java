package io.llmgateway.it.rooms.offence.catalog;

import io.llmgateway.it.rooms.offence.routing.Channel;

public record Card(Channel knowsRouting) {}
