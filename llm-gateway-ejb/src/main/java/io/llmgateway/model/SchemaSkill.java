package io.llmgateway.model;

/**
 * Which schemas a model can follow.
 *
 * @param depth how many levels of objects, at least 1 (1: the arguments themselves only), or 0 when
 *     there is no limit
 * @param variants whether it understands {@code oneOf}, {@code anyOf} and {@code allOf}
 * @param formats whether {@code format}, {@code pattern}, lengths and ranges may be sent
 */
public record SchemaSkill(int depth, boolean variants, boolean formats) {
  /** Understands everything. */
  public static final SchemaSkill FULL = new SchemaSkill(0, true, true);

  /** Flat arguments of simple types. */
  public static final SchemaSkill FLAT = new SchemaSkill(1, false, false);

  public SchemaSkill {
    if (depth < 0) {
      throw new IllegalArgumentException("depth must not be negative: " + depth);
    }
  }
}
