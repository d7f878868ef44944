package dev.berth.protocol.agent;

/**
 * A volume of a task.
 *
 * @param type {@code host}
 * @param host must be present for an empty volume too, which is {@code new Host(null)}
 */
public record PayloadVolume(String name, String type, Host host) {
    /**
     * A folder of the Docker host.
     *
     * @param sourcePath absolute, or null for an empty volume that lives as long as the task
     */
    public record Host(String sourcePath) {}
}
