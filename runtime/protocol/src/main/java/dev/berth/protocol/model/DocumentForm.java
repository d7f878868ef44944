package dev.berth.protocol.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.protocol.model.Shape.Member;
import java.util.List;
import java.util.Map;

/**
 * How one format represents lists, maps and single values in a tree. {@link ModelReader} asks it
 * for each value. A structure is an object in every format.
 */
public interface DocumentForm {
    /** Reads what a list or map holds. */
    interface ElementReader {
        Object read(JsonNode node, Member element) throws MalformedDocumentException;
    }

    List<Object> list(JsonNode node, Member list, ElementReader reader)
            throws MalformedDocumentException;

    Map<String, Object> map(JsonNode node, Member map, ElementReader reader)
            throws MalformedDocumentException;

    /**
     * A value that is no structure, list or map.
     *
     * @return a value of the type that {@code member} has in the SDK's model
     */
    Object scalar(JsonNode node, Member member) throws MalformedDocumentException;
}
