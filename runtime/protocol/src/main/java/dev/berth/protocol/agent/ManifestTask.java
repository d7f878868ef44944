package dev.berth.protocol.agent;

/** A task in a {@link TaskManifestMessage} and in the two messages that verify a stop. */
public record ManifestTask(String taskArn, String taskClusterArn, String desiredStatus) {}
