package io.llmgateway.it.rooms.offence.admission;

import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;

public record Filter(UriInfo knowsTheWeb) {
  Instant readsTheSystemsClock() {
    return Instant.now();
  }
}
