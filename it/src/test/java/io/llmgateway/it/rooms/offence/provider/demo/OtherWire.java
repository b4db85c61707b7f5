package io.llmgateway.it.rooms.offence.provider.demo;

public record OtherWire(String name) {}
