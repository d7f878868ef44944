package dev.berth.plugin.query;

/** Compiles expressions of the cluster query language. Any number of threads may use it. */
@FunctionalInterface
public interface QueryCompiler {

    /**
     * @param text at most {@link ClusterQuery#LONGEST} characters
     * @throws QuerySyntaxException if the text is not a query
     */
    ClusterQuery compile(String text) throws QuerySyntaxException;
}
