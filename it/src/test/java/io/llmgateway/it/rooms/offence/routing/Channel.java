package io.llmgateway.it.rooms.offence.routing;

import io.llmgateway.it.rooms.offence.Gateway;
import io.llmgateway.it.rooms.offence.ledger.PriceManager;

public record Channel(PriceManager knowsAnotherRoom, Gateway knowsTheRoot) {}
