package dev.berth.domain.service;

import java.time.Instant;
import java.util.Map;

/**
 * The revision that a deployment runs. It never changes, except that its images are resolved once.
 *
 * @param id 19 digits, the last part of its ARN
 * @param launchType {@code EC2} or {@code EXTERNAL}
 * @param document the members that the rules do not interpret, as JSON: network configuration, load
 *     balancers and other members whose change starts a deployment
 * @param images the digest of each container's image, by container name; empty until they are known
 */
public record ServiceRevision(
        String id,
        String family,
        int revision,
        String launchType,
        String document,
        Map<String, String> images,
        Instant createdAt) {

    public ServiceRevision {
        images = Map.copyOf(images);
    }

    /** Whether a deployment of the other revision would run the same. */
    boolean runsTheSame(ServiceRevision other) {
        return family.equals(other.family)
                && revision == other.revision
                && launchType.equals(other.launchType)
                && document.equals(other.document);
    }

    ServiceRevision resolved(Map<String, String> digests) {
        return new ServiceRevision(id, family, revision, launchType, document, digests, createdAt);
    }
}
