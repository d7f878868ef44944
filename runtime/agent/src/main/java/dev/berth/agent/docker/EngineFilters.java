package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.agent.json.Json;

/** The {@code filters} of the Engine API for containers and events. */
final class EngineFilters {
    private EngineFilters() {}

    static String labelled(String label, String value) {
        return Json.MAPPER.createObjectNode().set("label", array(label + "=" + value)).toString();
    }

    /** The events about ends and health changes of containers with a label. */
    static String changesOf(String label, String value) {
        return Json.MAPPER
                .createObjectNode()
                .<ObjectNode>set("type", array("container"))
                .<ObjectNode>set("event", array("die").add("health_status"))
                .<JsonNode>set("label", array(label + "=" + value))
                .toString();
    }

    private static ArrayNode array(String element) {
        return Json.MAPPER.createArrayNode().add(element);
    }
}
