package io.llmgateway.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A gateway in a server process of its own. Most tests share one per JVM ({@link #shared()}); a
 * test that kills, restarts or oddly configures a server starts its own ({@link #prepare()}) and
 * closes it. What a server writes is in {@link #log()}, below {@code it/target/servers/run}.
 */
public final class GatewayServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(300);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(45);

  /** A probe would take an answer that a test has prepared for its own call. */
  private static final Map<String, String> FIRST = Map.of("gateway.probe.interval", "PT0S");

  private static GatewayServer shared;

  private final ServerRecipe recipe;
  private final GatewayDatabase database;
  private final Path home;
  private final int httpPort;
  private final Map<String, String> settings = new TreeMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Process process;

  private GatewayServer(ServerKind kind, GatewayDatabase database) {
    this.recipe = kind.recipe();
    this.database = database;
    try {
      this.home = Workplace.newHome(kind.name().toLowerCase(Locale.ROOT));
      this.httpPort = Workplace.freePort();
      recipe.install(home, database.kind());
      deploy(ear());
      settings.putAll(FIRST);
      writeSettings();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The server that the tests of this JVM share; started at the first call. */
  public static GatewayServer shared() {
    return shared(Map.of());
  }

  /**
   * The shared server, with these settings added to its configuration file. If it runs already, it
   * takes them within ten seconds; before its first start they are there from the beginning.
   */
  public static synchronized GatewayServer shared(Map<String, String> settings) {
    if (shared == null) {
      shared = prepare().set(settings).start();
    } else if (!settings.isEmpty()) {
      shared.set(settings);
    }
    return shared;
  }

  /** A private server of the kind and with a new database of the kind that this run is for. */
  public static GatewayServer prepare() {
    return prepare(ServerKind.ofThisRun(), GatewayDatabase.ofThisRun());
  }

  public static GatewayServer prepare(ServerKind kind, GatewayDatabase database) {
    return new GatewayServer(kind, database);
  }

  /** The EAR as the build has made it. */
  public static Path ear() {
    return Workplace.ear();
  }

  /** Takes another EAR than the build's; before the start. */
  public GatewayServer deploy(Path ear) throws IOException {
    Files.copy(ear, recipe.deployment(home), StandardCopyOption.REPLACE_EXISTING);
    return this;
  }

  /** Adds settings ({@code gateway.*}) to the configuration file, also of a running server. */
  public synchronized GatewayServer set(Map<String, String> more) {
    settings.putAll(more);
    writeSettings();
    return this;
  }

  /** Takes settings out of the configuration file again. */
  public synchronized GatewayServer unset(Iterable<String> names) {
    names.forEach(settings::remove);
    FIRST.forEach(settings::putIfAbsent);
    writeSettings();
    return this;
  }

  /** An environment variable of the server process, for its next start. */
  public GatewayServer environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Starts the process and returns when the gateway answers requests. */
  public synchronized GatewayServer start() {
    if (process != null && process.isAlive()) {
      throw new IllegalStateException("runs already");
    }
    ProcessBuilder command = recipe.command(home, database.kind(), httpPort);
    command.directory(home.toFile()).redirectErrorStream(true);
    command.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    command.environment().put("JAVA_HOME", Workplace.javaHome().toString());
    command.environment().put("GATEWAY_DATA_DIR", dataFolder().toString());
    command.environment().put("GATEWAY_CONFIG_FILE", configFile().toString());
    command.environment().putAll(database.environment());
    command.environment().putAll(environment);
    try {
      process = command.start();
      Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
      awaitAnswer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      kill();
      throw interrupted(e);
    }
    return this;
  }

  /** Stops as an operator does (SIGTERM), and waits until the process has gone. */
  public synchronized void stop() {
    javaProcess().destroy();
    await(STOP_LIMIT);
  }

  /** Ends the process at once, as a power failure does (SIGKILL). */
  public void kill() {
    if (process != null && process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      await(Duration.ofSeconds(20));
    }
  }

  /** Stops a running server; its files stay for the one who looks for the cause of a failure. */
  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      stop();
    }
  }

  /** {@code http://localhost:port}, without a slash at the end; the same after a restart. */
  public URI baseUri() {
    return URI.create("http://localhost:" + httpPort);
  }

  /** The {@code gateway.config.file} of this server. */
  public Path configFile() {
    return home.resolve("gateway.properties");
  }

  /** The folder of the H2 database. */
  public Path dataFolder() {
    return home.resolve("data");
  }

  /** What the server process writes to its standard output and error, over all its starts. */
  public Path log() {
    return home.resolve("console.log");
  }

  /** The process number of the server's JVM. */
  public long pid() {
    return javaProcess().pid();
  }

  public GatewayDatabase database() {
    return database;
  }

  private ProcessHandle javaProcess() {
    return process
        .descendants()
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElse(process.toHandle());
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest request =
        HttpRequest.newBuilder(baseUri().resolve("/v1/models"))
            .timeout(Duration.ofSeconds(5))
            .build();
    long start = System.nanoTime();
    while (status(client, request) != 401) {
      if (!process.isAlive() || System.nanoTime() - start > START_LIMIT.toNanos()) {
        String why = process.isAlive() ? "no answer" : "ended with " + process.exitValue();
        kill();
        throw new IllegalStateException(why + "; " + log() + ":\n" + Files.readString(log()));
      }
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
  }

  private static int status(HttpClient client, HttpRequest request) throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return -1;
    }
  }

  private void await(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IllegalStateException("does not stop within " + limit + "; " + log());
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Writes a second file and moves it into place, so that nobody reads half a file. */
  private void writeSettings() {
    StringBuilder text = new StringBuilder();
    settings.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    try {
      Path next = Files.writeString(home.resolve("gateway.properties.next"), text);
      Files.move(next, configFile(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }
}
