/**
 * The admin API for operators, below {@code /admin/api}: one JAX-RS resource for each noun, which
 * reads, asks a room, and writes. The server knows the operators and their roles ({@code web.xml});
 * {@code OperatorFilter} asks for the role a second time. Lists are read by {@code ListQuery} and
 * written by {@code ListAnswer}, as JSON pages or as CSV of any length.
 *
 * <p>Each change names its operator ({@code Operator}) to the room that makes it, which records it
 * in the audit trail. Read next: {@link io.llmgateway.admin.AuditResource}.
 */
package io.llmgateway.admin;
