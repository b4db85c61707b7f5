package io.llmgateway.it.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The EAR with something more in it. */
public final class Ear {
  private static final String DESCRIPTOR = "META-INF/application.xml";

  private Ear() {}

  /**
   * @param more content by path within the EAR
   * @param module to be declared, as an element of {@code application.xml}; may be empty
   * @return the result
   */
  public static Path extended(Path ear, Path result, Map<String, byte[]> more, String module)
      throws IOException {
    try (InputStream file = Files.newInputStream(ear);
        ZipInputStream in = new ZipInputStream(file);
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(result))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        boolean descriptor = entry.getName().equals(DESCRIPTOR);
        put(out, entry.getName(), descriptor ? declaring(module, content) : content);
      }
      for (Map.Entry<String, byte[]> entry : more.entrySet()) {
        put(out, entry.getKey(), entry.getValue());
      }
    }
    return result;
  }

  /**
   * @param content by path within the archive
   */
  public static byte[] archive(Map<String, byte[]> content) throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(archive)) {
      for (Map.Entry<String, byte[]> entry : content.entrySet()) {
        put(out, entry.getKey(), entry.getValue());
      }
    }
    return archive.toByteArray();
  }

  /**
   * @return the path of a class file within a library
   */
  public static String path(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  public static byte[] code(Class<?> type) throws IOException {
    try (InputStream code = type.getResourceAsStream("/" + path(type))) {
      return code.readAllBytes();
    }
  }

  private static byte[] declaring(String module, byte[] descriptor) {
    String text = new String(descriptor, StandardCharsets.UTF_8);
    int place = text.indexOf("<module>");
    return (text.substring(0, place) + module + text.substring(place))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
