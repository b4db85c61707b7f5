package io.llmgateway.it.inside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.server.GatewayServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InsideIT {
  private static final Path MIGRATIONS =
      Path.of("../llm-gateway-ejb/src/main/resources/db/migration");

  @TempDir private static Path folder;
  private static GatewayServer server;
  private static List<String> told;

  @BeforeAll
  static void askTheProbe() throws Exception {
    server = GatewayServer.prepare();
    server.deploy(ProbedEar.of(GatewayServer.ear(), folder.resolve("llm-gateway.ear")));
    server.set(Map.of("gateway.account.inside.opening-balance", "12.50")).start();
    HttpRequest request =
        HttpRequest.newBuilder(server.baseUri().resolve("/probe/?account=inside")).build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
    told = answer.body().lines().toList();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theDefaultDataSourceIsTheDatabaseOfThisRun() {
    String product = told.get(0).substring("database=".length());
    assertEquals(server.database().kind(), product.toLowerCase(Locale.ROOT), told.toString());
  }

  @Test
  void theLedgerBeanReadsWhatTheConfigurationBooked() {
    assertTrue(
        told.stream().anyMatch(line -> line.startsWith("wallet=") && line.contains("12.5")),
        told.toString());
  }

  @Test
  void allMigrationsOfTheSourcesHaveRun() throws IOException {
    assertTrue(told.contains("schema=" + versionsInTheSources()), told.toString());
  }

  private String versionsInTheSources() throws IOException {
    List<String> folders = List.of("common", server.database().kind());
    TreeSet<BigDecimal> versions = new TreeSet<>();
    for (String name : folders) {
      try (Stream<Path> files = Files.list(MIGRATIONS.resolve(name))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(file -> file.matches("V[0-9_]+__.*[.]sql"))
            .map(file -> file.substring(1, file.indexOf("__")).replace('_', '.'))
            .forEach(version -> versions.add(new BigDecimal(version)));
      }
    }
    return versions.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
