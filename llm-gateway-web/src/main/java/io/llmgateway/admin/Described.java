package io.llmgateway.admin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the OpenAPI document says of a method beside what JAX-RS' own annotations say. Documents are
 * named as in {@code openapi-schemas.json}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Described {
  /** In one sentence. */
  String value();

  /** The query parameters beside those of paging, as {@link ListQuery} knows them. */
  String[] query() default {};

  /** Whether the answer is a list of {@link #answer}, in pages. */
  boolean pages() default false;

  /** Whether the answer is a list of {@link #answer}, given whole. */
  boolean list() default false;

  /** Whether the answer can be CSV too. */
  boolean csv() default false;

  /** The document of the request, or empty. */
  String body() default "";

  /** Whether the request is a CSV file. */
  boolean csvBody() default false;

  /** The document of the answer. */
  String answer() default "Object";

  /** The status of success. */
  int status() default 200;
}
