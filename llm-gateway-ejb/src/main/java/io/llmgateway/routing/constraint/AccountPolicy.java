package io.llmgateway.routing.constraint;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which channels an account's prompts may go to. Fails closed: what is not known of a channel is
 * not allowed.
 *
 * @param regions empty when all are allowed
 * @param filedOnly whether the service must be filed
 * @param retention the most that may be done with the data, or null when it does not matter
 */
public record AccountPolicy(Set<String> regions, boolean filedOnly, DataRetention retention) {
  public static final AccountPolicy OPEN = new AccountPolicy(Set.of(), false, null);

  private static final String ACCOUNT = "gateway.account.";
  private static final Set<String> SETTINGS =
      Set.of("policy.regions", "policy.filed-only", "policy.data-retention");
  private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  public AccountPolicy {
    regions = Set.copyOf(regions);
  }

  public boolean open() {
    return equals(OPEN);
  }

  /**
   * @return the policies of the accounts that have one
   * @throws ConfigException naming the property that can not be used
   */
  public static Map<String, AccountPolicy> all(ConfigView view) {
    Map<String, AccountPolicy> policies = new TreeMap<>();
    for (String account : view.groups(ACCOUNT, SETTINGS)) {
      policies.put(account, of(view, ACCOUNT + account + ".policy."));
    }
    return policies;
  }

  private static AccountPolicy of(ConfigView view, String prefix) {
    Set<String> regions = new TreeSet<>();
    for (String region : view.list(prefix + "regions")) {
      regions.add(region(prefix + "regions", region));
    }
    return new AccountPolicy(
        regions,
        view.flag(prefix + "filed-only").orElse(false),
        retention(view, prefix + "data-retention"));
  }

  /**
   * @throws ConfigException when the text is no region
   */
  public static String region(String name, String text) {
    String region = text.toLowerCase(Locale.ROOT);
    if (!isRegion(region)) {
      throw new ConfigException(name, "not a region such as cn or eu-west-1: " + text);
    }
    return region;
  }

  static boolean isRegion(String text) {
    return text.length() <= 64 && REGION.matcher(text).matches();
  }

  /**
   * @return null when it is not set
   */
  public static DataRetention retention(ConfigView view, String name) {
    return view.text(name)
        .map(
            text ->
                DataRetention.of(text)
                    .orElseThrow(
                        () ->
                            new ConfigException(
                                name, "not one of " + DataRetention.NAMES + ": " + text)))
        .orElse(null);
  }
}
