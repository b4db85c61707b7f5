package io.llmgateway.it.rooms.offence.api;

public record Front(String name) {}
