package dev.berth.protocol.model;

import dev.berth.protocol.model.Shape.Member;
import java.io.IOException;

/**
 * Receives a model object from {@link ModelWriter}, part by part, and writes it in one format. Each
 * {@code begin} is followed by its {@code end}; between them come the parts within.
 */
public interface ModelSink {
    void beginStructure() throws IOException;

    void endStructure() throws IOException;

    /** A member of the structure that began last. Exactly one value follows. */
    void beginMember(Member member) throws IOException;

    void endMember(Member member) throws IOException;

    void beginList(Member list, int size) throws IOException;

    /** An element of the list. Exactly one value follows. */
    void beginElement(Member list) throws IOException;

    void endElement(Member list) throws IOException;

    void endList(Member list) throws IOException;

    void beginMap(Member map, int size) throws IOException;

    /** An entry of the map. Exactly one value follows. */
    void beginEntry(Member map, String key) throws IOException;

    void endEntry(Member map) throws IOException;

    void endMap(Member map) throws IOException;

    /**
     * A value that holds no other.
     *
     * @param member the member, or the element of a list or map, that has the value
     * @param value a string, number, Boolean, Instant, SdkBytes or Document; null in lists and maps
     *     only
     */
    void scalar(Member member, Object value) throws IOException;
}
