package dev.berth.plugin.query;

/** Compiles expressions of the cluster query language. Safe for several threads. */
@FunctionalInterface
public interface QueryCompiler {

    /**
     * @param text at most {@link ClusterQuery#MAX_LENGTH} characters
     * @throws QuerySyntaxException if the text is not a query
     */
    ClusterQuery compile(String text) throws QuerySyntaxException;
}
