package io.llmgateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
  @TempDir Path folder;

  private final Map<String, String> server = new HashMap<>();
  private final List<String> applied = new ArrayList<>();
  private final LogRecorder log = new LogRecorder(ConfigWatch.class);
  private Path path;
  private ConfigFile file;
  private GatewayConfig config;
  private ConfigWatch watch;
  private boolean databaseIsDown;

  @BeforeEach
  void start() throws Exception {
    path = Files.writeString(folder.resolve("gateway.properties"), "gateway.timeout.total=PT1S\n");
    file = new ConfigFile(path);
    config =
        new GatewayConfig(
            new FixedConfig(new GatewayFileSource(file), FixedConfig.source(400, server)),
            file,
            Map.of(),
            Set.of());
    watch = new ConfigWatch(config, config.start(), this::apply);
  }

  @AfterEach
  void stop() {
    log.close();
  }

  private void apply(ConfigView view) {
    view.duration("gateway.timeout.total");
    if (view.text("gateway.channel.a.weight").isPresent()
        && view.text("gateway.channel.a.provider").isEmpty()) {
      throw new ConfigException("gateway.channel.a.provider", "is required, and not set");
    }
    if (databaseIsDown) {
      throw new IllegalStateException("the database does not answer");
    }
    applied.add(view.text("gateway.timeout.total").orElse("none"));
  }

  private void write(String text) throws Exception {
    Files.writeString(path, text);
  }

  private String total() {
    return new GatewayFileSource(file).getValue("gateway.timeout.total");
  }

  @Test
  void takesAChangedFileOver() throws Exception {
    write("gateway.timeout.total=PT2S\n");
    watch.look();
    watch.look();
    watch.look();

    assertEquals(List.of("PT2S"), applied);
    assertEquals("PT2S", total());
    assertEquals(List.of("INFO took over the changed configuration file " + path), log.take());
  }

  @Test
  void waitsUntilTheFileIsCompletelyWritten() throws Exception {
    write("gateway.timeout.tot");
    watch.look();
    write("gateway.timeout.total=PT3S\n");
    watch.look();
    assertEquals(List.of(), applied);
    watch.look();
    assertEquals(List.of("PT3S"), applied);
  }

  @Test
  void leavesAnUnchangedConfigurationAlone() {
    watch.look();
    watch.look();
    assertEquals(List.of(), applied);
    assertEquals(List.of(), log.take());
  }

  @Test
  void refusesABadValueWithItsLineAndKeepsWhatRuns() throws Exception {
    write("# a comment\ngateway.timeout.total=soon\n");
    for (int i = 0; i < 5; i++) {
      watch.look();
    }

    assertEquals(List.of(), applied);
    assertEquals("PT1S", total());
    assertEquals(
        List.of(
            "SEVERE refused the configuration file "
                + path
                + ", the running configuration stays: line 2: gateway.timeout.total:"
                + " not an ISO-8601 duration such as PT10S: soon"),
        log.take());
  }

  @Test
  void namesTheLineOfTheChannelThatLacksSomething() throws Exception {
    write("\n\ngateway.channel.a.weight=1\n");
    watch.look();
    watch.look();
    assertTrue(log.take().get(0).contains("line 3: gateway.channel.a.provider: is required"));
  }

  @Test
  void refusesAFileThatCanNotBeParsed() throws Exception {
    write("gateway.timeout.total=PT2S\nx=\\uzzzz\n");
    watch.look();
    watch.look();
    watch.look();
    assertEquals("PT1S", total());
    List<String> lines = log.take();
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).endsWith("line 2: broken \\u escape"), lines.get(0));
  }

  @Test
  void keepsWhatRunsWhenTheFileVanishesAndSaysSoOnce() throws Exception {
    Files.delete(path);
    watch.look();
    watch.look();
    assertEquals("PT1S", total());
    assertEquals(
        List.of(
            "SEVERE refused the configuration file "
                + path
                + ", the running configuration stays: no such file"),
        log.take());
  }

  @Test
  void takesTheRepairedFileOver() throws Exception {
    write("gateway.timeout.total=soon\n");
    watch.look();
    watch.look();
    write("gateway.timeout.total=PT4S\n");
    watch.look();
    watch.look();
    assertEquals(List.of("PT4S"), applied);
  }

  @Test
  void goesBackAndTriesAgainWhenTakingOverFailsForAnotherReason() throws Exception {
    databaseIsDown = true;
    write("gateway.timeout.total=PT2S\n");
    for (int i = 0; i < 4; i++) {
      watch.look();
    }
    assertEquals("PT1S", total());
    assertEquals(List.of(), applied);
    assertEquals(List.of("SEVERE could not take the configuration over; trying again"), log.take());

    databaseIsDown = false;
    watch.look();
    assertEquals(List.of("PT2S"), applied);
    assertEquals("PT2S", total());
  }

  @Test
  void triesAgainWhenAChangeInAnotherSourceFailsForAnotherReason() {
    databaseIsDown = true;
    server.put("gateway.http.max-body", "1MiB");
    watch.look();
    watch.look();
    assertEquals(1, log.take().size());
    databaseIsDown = false;
    watch.look();
    assertEquals(List.of("PT1S"), applied);
  }

  @Test
  void noticesAChangeInAnotherSource() {
    server.put("gateway.http.max-body", "1MiB");
    watch.look();
    watch.look();
    assertEquals(List.of("PT1S"), applied);
  }

  @Test
  void noticesAnotherSourceWhileTheFileIsRefused() throws Exception {
    write("gateway.timeout.total=soon\n");
    watch.look();
    watch.look();
    server.put("gateway.http.max-body", "1MiB");
    watch.look();
    assertEquals(List.of("PT1S"), applied);
  }

  @Test
  void refusesABadChangeInAnotherSourceOnce() {
    server.put("gateway.channel.a.weight", "1");
    watch.look();
    watch.look();
    assertEquals(
        List.of(
            "SEVERE refused a change, the running configuration stays:"
                + " gateway.channel.a.provider: is required, and not set"),
        log.take());
  }

  @Test
  void reportsAnUnknownNameOfAChangeOnce() throws Exception {
    write("gateway.timeout.total=PT2S\ngateway.timeout.totl=1\n");
    watch.look();
    watch.look();
    write("gateway.timeout.total=PT3S\ngateway.timeout.totl=1\n");
    watch.look();
    watch.look();
    assertEquals(
        1, log.take().stream().filter(line -> line.contains("totl is not a known name")).count());
  }

  @Test
  void looksByItselfWithinSeconds() throws Exception {
    ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    CompletableFuture<String> seen = new CompletableFuture<>();
    try (ConfigWatch running =
        ConfigWatch.start(
            executor,
            config,
            config.read(),
            view -> seen.complete(view.text("gateway.timeout.total").orElse("none")))) {
      write("gateway.timeout.total=PT9S\n");
      assertEquals("PT9S", seen.get(10, TimeUnit.SECONDS));
    } finally {
      // the look that is under way still logs, and must not do so into the next test
      executor.shutdown();
      assertTrue(executor.awaitTermination(10, TimeUnit.SECONDS));
    }
  }
}
