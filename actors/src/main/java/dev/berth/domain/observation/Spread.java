package dev.berth.domain.observation;

/** What was seen of a figure over a window. */
public record Spread(double min, double max, int samples, double sum) {
    /** The mean; zero if nothing was seen. */
    public double average() {
        return samples == 0 ? 0 : sum / samples;
    }
}
