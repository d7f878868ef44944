package dev.berth.integration.benchmark;

/**
 * A control plane that keeps services of the same container running on one Docker Engine. Each
 * container has the labels {@link #LABEL} with {@link #name} and {@link #GENERATION} with the
 * number of its version.
 */
interface ServicePeer extends AutoCloseable {
    String LABEL = "berth-bench";
    String GENERATION = "berth-bench-generation";

    /** Runs until it is told to stop, and then ends at once. */
    String SCRIPT = "trap 'exit 0' TERM; sleep 100000 & wait";

    int MEMORY_MIB = 32;

    String name();

    /** Asks for a service of this many containers of the first generation. */
    void create(String service, int containers);

    /**
     * Asks for the next generation.
     *
     * @param atOnce how many containers are replaced at a time, the old ones first; 0 for all, the
     *     new ones first
     */
    void update(String service, int generation, int atOnce);

    /** Whether it says of itself that the service is as it was asked for. */
    boolean isDone(String service);

    /** Removes the service; its containers end some time later. */
    void remove(String service);

    /** CPU seconds that it has used apart from the Docker Engine. */
    double cpuSeconds();

    @Override
    void close();
}
