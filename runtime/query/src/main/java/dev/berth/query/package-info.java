/**
 * The cluster query language of Amazon ECS: parser, and evaluation against container instances.
 * Plugins reach it through {@link dev.berth.plugin.query.QueryCompiler}.
 */
package dev.berth.query;
