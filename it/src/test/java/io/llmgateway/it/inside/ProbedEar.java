package io.llmgateway.it.inside;

import io.llmgateway.it.server.Ear;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The EAR with a WAR more, which holds the probe and answers below {@code /probe}. */
final class ProbedEar {
  private static final String MODULE =
      "<module><web><web-uri>probe.war</web-uri><context-root>/probe</context-root></web></module>";

  private ProbedEar() {}

  static Path of(Path ear, Path result) throws IOException {
    Map<String, byte[]> war = new HashMap<>();
    for (Class<?> servlet : List.of(ProbeServlet.class, LedgerProbe.class)) {
      war.put("WEB-INF/classes/" + Ear.path(servlet), Ear.code(servlet));
    }
    war.put("WEB-INF/beans.xml", new byte[0]);
    return Ear.extended(ear, result, Map.of("probe.war", Ear.archive(war)), MODULE);
  }
}
