package dev.berth.cli.text;

/**
 * What output is written to.
 *
 * @param width in columns; {@link Integer#MAX_VALUE} where the output is piped
 */
public record Screen(int width, boolean hasColour) {

    /** Output that is piped: neither wrapped nor coloured. */
    public static final Screen PIPE = plain(Integer.MAX_VALUE);

    /** Without colours. */
    public static Screen plain(int width) {
        return new Screen(width, false);
    }

    /** The text in that colour, where there are colours. */
    public String painted(Colour colour, String text) {
        return hasColour ? colour.paint(text) : text;
    }
}
