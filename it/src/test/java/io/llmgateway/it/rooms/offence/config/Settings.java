package io.llmgateway.it.rooms.offence.config;

import io.llmgateway.it.rooms.offence.ledger.PriceManager;

public record Settings(PriceManager knowsARoom) {}
