package io.llmgateway.it.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class OperationsIT {

  @Test
  void metricsAreTextForPrometheusOnBothServers() throws Exception {
    HttpResponse<String> answer = get("/gateway/metrics");
    assertEquals(200, answer.statusCode());
    assertTrue(answer.headers().firstValue("content-type").orElse("").startsWith("text/plain"));
    assertTrue(answer.body().contains("gateway_active_streams"), answer.body());
  }

  @Test
  void eachLibraryInTheEarIsListedWithItsLicence() throws Exception {
    Set<String> listed = new TreeSet<>();
    Matcher rows =
        Pattern.compile("(?m)^\\| `([^`]+)` \\|")
            .matcher(Files.readString(Path.of("../docs/third-party.md")));
    while (rows.find()) {
      listed.add("lib/" + rows.group(1) + ".jar");
    }
    Set<String> shipped = new TreeSet<>();
    try (ZipFile ear = new ZipFile(GatewayServer.ear().toFile())) {
      ear.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith("lib/") && name.endsWith(".jar"))
          .forEach(shipped::add);
    }
    assertEquals(listed, shipped);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(GatewayServer.shared().baseUri().resolve(path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
