package io.llmgateway.it.torture;

import io.llmgateway.it.server.Ear;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The EAR with one library more, which sets the gateway's clock wrong. */
final class SkewedEar {
  private SkewedEar() {}

  static Path of(Path ear, Path result) throws IOException {
    byte[] library =
        Ear.archive(
            Map.of(
                Ear.path(SkewedClock.class),
                Ear.code(SkewedClock.class),
                "META-INF/beans.xml",
                new byte[0]));
    return Ear.extended(ear, result, Map.of("lib/skewed-clock.jar", library), "");
  }
}
