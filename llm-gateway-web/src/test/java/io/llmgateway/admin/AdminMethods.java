package io.llmgateway.admin;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** All methods of all admin resources, found as the server finds them: by their annotations. */
final class AdminMethods {
  private static final java.nio.file.Path CLASSES = java.nio.file.Path.of("target/classes");

  private AdminMethods() {}

  /**
   * @param verb such as {@code GET}
   * @param path of class and method together
   */
  record AdminMethod(String verb, String path, Class<?> resource, Method method) {
    @Override
    public String toString() {
      return verb + " " + path;
    }
  }

  static List<AdminMethod> all() {
    List<AdminMethod> methods = new ArrayList<>();
    for (Class<?> resource : resources()) {
      for (Method method : resource.getDeclaredMethods()) {
        String verb = verb(method);
        if (verb != null) {
          Path below = method.getAnnotation(Path.class);
          String path = resource.getAnnotation(Path.class).value();
          methods.add(
              new AdminMethod(verb, below == null ? path : path + below.value(), resource, method));
        }
      }
    }
    return methods;
  }

  static List<Class<?>> resources() {
    java.nio.file.Path room = CLASSES.resolve("io/llmgateway/admin");
    try (Stream<java.nio.file.Path> files = Files.walk(room)) {
      List<Class<?>> resources = new ArrayList<>();
      for (java.nio.file.Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name = CLASSES.relativize(file).toString().replace('/', '.');
        Class<?> found = Class.forName(name.substring(0, name.length() - ".class".length()));
        if (found.isAnnotationPresent(Path.class)) {
          resources.add(found);
        }
      }
      return resources;
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String verb(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .map(type -> type.getAnnotation(HttpMethod.class))
        .filter(Objects::nonNull)
        .map(HttpMethod::value)
        .findFirst()
        .orElse(null);
  }
}
