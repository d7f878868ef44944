package dev.berth.actors.launch;

import dev.berth.domain.placement.Offer;
import dev.berth.plugin.cluster.Utilization;
import java.util.Map;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The instances at one placement pass, kept for explanations. It shares unchanged parts with other
 * passes.
 *
 * @param offers every instance, by id
 * @param utilization the usage that was read during planning, by instance
 * @param bytes the approximate memory that only this pass needs
 */
record PassSnapshot(PMap<String, Offer> offers, Map<String, Utilization> utilization, long bytes) {

    /** Objects of a few members each, on a heap of less than 32 GiB. */
    private static final long BYTES_OF_AN_OFFER = 400;

    private static final long BYTES_OF_A_MEMBER = 100;

    static final PassSnapshot NOTHING = new PassSnapshot(HashTreePMap.empty(), Map.of(), 0);

    static long bytes(Offer offer) {
        var members =
                offer.tasks().size()
                        + offer.boundPorts().size()
                        + offer.decided().size()
                        + offer.stopped().size()
                        + offer.unlaunched().size();
        return BYTES_OF_AN_OFFER + BYTES_OF_A_MEMBER * members;
    }
}
