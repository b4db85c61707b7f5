package io.llmgateway.it.rooms.offence.provider;

import jakarta.persistence.EntityManager;

public record Stored(EntityManager persists) {}
