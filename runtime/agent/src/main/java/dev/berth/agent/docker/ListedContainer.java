package dev.berth.agent.docker;

/**
 * A container in a listing of a Docker host.
 *
 * @param task the ARN on its label
 * @param container its name in the task
 */
public record ListedContainer(
        String id, String name, String task, String container, boolean running) {}
