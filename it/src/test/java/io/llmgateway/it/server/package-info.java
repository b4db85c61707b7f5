/**
 * Starts the EAR as an operator would: a real server, unpacked from its distribution, configured by
 * exactly the files of {@code server-config}, in a process of its own, on a free port, with H2 or
 * with a real PostgreSQL or MariaDB.
 *
 * <p>Start reading at {@link io.llmgateway.it.server.GatewayServer}. Only the JDK and the
 * databases' binaries are used here; what a test sends to the server is no matter of this package.
 */
package io.llmgateway.it.server;
