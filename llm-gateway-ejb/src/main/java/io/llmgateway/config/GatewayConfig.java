package io.llmgateway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Collects all {@code gateway.*} properties of MicroProfile Config into a {@link ConfigView}: names
 * from every source, values by the precedence of MicroProfile Config.
 *
 * <p>A value {@code jndi:NAME} is replaced by what the server has bound to that name, so that a
 * secret can stay encrypted where the server decrypts it (Open Liberty: {@code <jndiEntry
 * jndiName="NAME" value="{aes}..." decode="true"/>}).
 */
public final class GatewayConfig {
  private static final Logger LOG = Logger.getLogger(GatewayConfig.class.getName());
  private static final String JNDI = "jndi:";

  private final Config config;
  private final ConfigFile file;
  private final Map<String, String> environment;
  private final Set<String> models;

  GatewayConfig(
      Config config, ConfigFile file, Map<String, String> environment, Set<String> models) {
    this.config = config;
    this.file = file;
    this.environment = Map.copyOf(environment);
    this.models = Set.copyOf(models);
  }

  /**
   * The configuration of this server.
   *
   * @param models public model names that the gateway knows, so that {@code
   *     GATEWAY_MODEL_GPT_4_1_FALLBACKS} can be told to mean {@code gpt-4.1}
   */
  public static GatewayConfig ofServer(Set<String> models) {
    // by this class loader, not the thread's: it is the one whose Config is sure to have the file
    return new GatewayConfig(
        ConfigProvider.getConfig(GatewayConfig.class.getClassLoader()),
        GatewayFileSource.FILE,
        System.getenv(),
        models);
  }

  /**
   * Reads everything as it is now, and logs each unknown name.
   *
   * @throws ConfigException when the configuration file can not be used, or a value not be read
   */
  public ConfigView start() {
    if (file.exists() && file.current() == null) {
      throw new ConfigException(file.path().toString(), unusable());
    }
    ConfigView view = read();
    complaints(view).forEach(LOG::warning);
    return view;
  }

  private String unusable() {
    try {
      file.use(file.read());
      return "could not be read at first; try again";
    } catch (ConfigFile.Unusable e) {
      return e.getMessage();
    }
  }

  /**
   * Reads everything as it is now.
   *
   * @throws ConfigException when a value can not be read
   */
  public ConfigView read() {
    Map<String, String> values = new TreeMap<>();
    Set<String> names = names();
    names.forEach(name -> put(values, name, null));
    Set<String> spelled = new TreeSet<>(names);
    spelled.addAll(models);
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      ConfigNames.fromVariable(variable.getKey(), spelled)
          .filter(name -> !values.containsKey(name))
          .ifPresent(name -> put(values, name, variable.getValue()));
    }
    return new ConfigView(values, environment);
  }

  List<String> complaints(ConfigView view) {
    List<String> found = new ArrayList<>(ConfigNames.complaints(view.names()));
    found.addAll(ConfigNames.variableComplaints(environment.keySet()));
    return found;
  }

  ConfigFile file() {
    return file;
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (ConfigSource source : config.getConfigSources()) {
      Set<String> listed = source.getPropertyNames();
      if (listed != null && !isEnvironment(listed)) {
        listed.stream().filter(n -> n.startsWith(ConfigNames.PREFIX)).forEach(names::add);
      }
    }
    return names;
  }

  /**
   * Whether a source is the server's view of the environment, which may list each variable under a
   * guessed name as well: {@code GATEWAY_CHANNEL_EU_WEST_WEIGHT} as {@code
   * gateway.channel.eu.west.weight}.
   */
  private boolean isEnvironment(Set<String> listed) {
    Set<String> ours = new TreeSet<>(environment.keySet());
    ours.removeIf(variable -> !variable.startsWith(ConfigNames.VARIABLE_PREFIX));
    return !ours.isEmpty() && listed.containsAll(ours);
  }

  private void put(Map<String, String> values, String name, String otherwise) {
    String value;
    try {
      value = config.getOptionalValue(name, String.class).orElse(otherwise);
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw new ConfigException(name, "refers to another property that does not exist");
    }
    values.put(name, value == null ? "" : decoded(name, value));
  }

  private static String decoded(String name, String value) {
    String text = value.startsWith(JNDI) ? lookup(name, value.substring(JNDI.length())) : value;
    for (String prefix : List.of("{aes}", "{xor}", "{hash}")) {
      if (text.trim().startsWith(prefix)) {
        throw new ConfigException(
            name,
            "is encoded with "
                + prefix
                + ", which the server did not decode here; see docs/configuration.md, Secrets");
      }
    }
    return text;
  }

  private static String lookup(String name, String jndiName) {
    try {
      Object bound = InitialContext.doLookup(jndiName.trim());
      return String.valueOf(bound);
    } catch (NamingException e) {
      LOG.log(Level.FINE, "lookup failed", e);
      throw new ConfigException(name, "nothing is bound to the JNDI name " + jndiName.trim());
    }
  }
}
