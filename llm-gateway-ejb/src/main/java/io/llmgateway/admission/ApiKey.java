package io.llmgateway.admission;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A key that the gateway made itself; of the key only its digest is kept. */
@Entity
@Table(name = "api_key")
public class ApiKey {
  @Id
  @Column(name = "name", length = 100)
  private String name;

  @Column(name = "digest", length = 64, nullable = false, updatable = false)
  private String digest;

  protected ApiKey() {}

  ApiKey(String name, String digest) {
    this.name = name;
    this.digest = digest;
  }

  String digest() {
    return digest;
  }
}
