package io.llmgateway.routing.constraint;

import io.llmgateway.routing.prompt.TaskType;
import java.util.List;
import java.util.Locale;

/**
 * What a client wishes of the route.
 *
 * @param models further public models, tried in order after the requested one
 * @param order channels or providers to be asked first, in this order
 * @param only no others than these; empty for no such limit
 * @param ignore not these
 * @param maxPrice never null
 * @param regions no others than these; empty for no such limit
 * @param sort null for the route's own strategy
 * @param allowFallbacks false: no channel beyond the first, or beyond {@code order} when it is set
 * @param requireParameters whether a channel must take every field of the request as it is
 * @param retention the most that may be done with the data, or null when it does not matter
 * @param task the kind of work, or null when the gateway is to find out
 * @param quality the least tier of a virtual model's choice, or null
 */
public record RoutePreferences(
    List<String> models,
    List<String> order,
    List<String> only,
    List<String> ignore,
    PriceCeiling maxPrice,
    List<String> regions,
    SortBy sort,
    boolean allowFallbacks,
    boolean requireParameters,
    DataRetention retention,
    TaskType task,
    Quality quality) {
  public static final RoutePreferences NONE =
      new RoutePreferences(
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          PriceCeiling.NONE,
          List.of(),
          null,
          true,
          false,
          null,
          null,
          null);

  public RoutePreferences {
    models = List.copyOf(models);
    order = List.copyOf(order);
    only = List.copyOf(only);
    ignore = List.copyOf(ignore);
    regions = List.copyOf(regions);
  }

  /**
   * @return the position of the first name that means this channel or its provider, or -1
   */
  public static int position(List<String> names, String channel, String provider) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.equalsIgnoreCase(channel) || slug(name).equals(slug(provider))) {
        return i;
      }
    }
    return -1;
  }

  /** Clients write a provider's name with capitals and blanks, or its id. */
  private static String slug(String name) {
    return name.toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
