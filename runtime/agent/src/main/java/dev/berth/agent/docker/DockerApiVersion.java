package dev.berth.agent.docker;

/** A version of Docker's Engine API, such as 1.41. */
public record DockerApiVersion(int major, int minor) implements Comparable<DockerApiVersion> {
    /** The newest version that this agent supports. Docker 29 refuses older versions. */
    static final DockerApiVersion OWN = new DockerApiVersion(1, 44);

    public static DockerApiVersion parse(String text) {
        var parts = text.split("\\.", 2);
        return new DockerApiVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    /** The version for a host: the newest that both sides support. */
    public static DockerApiVersion negotiate(DockerApiVersion newestOfHost) {
        return newestOfHost.compareTo(OWN) < 0 ? newestOfHost : OWN;
    }

    @Override
    public int compareTo(DockerApiVersion other) {
        return major != other.major
                ? Integer.compare(major, other.major)
                : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
