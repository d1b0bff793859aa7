namespace VizTeh.Actors.Settings;

/// <summary>
/// Settings prevent the start. The message has a line for the operator for each mistake: which setting, and how to mend it. It holds no
/// secret.
/// </summary>
public sealed class SettingsException : Exception
{
    public SettingsException()
        : this("The settings are not complete.")
    {
    }

    public SettingsException(string message)
        : base(OneLine(message))
    {
    }

    /// <param name="mistakes">Each becomes a line of the message.</param>
    public SettingsException(IEnumerable<string> mistakes)
        : base(string.Join('\n', mistakes.Select(OneLine)))
    {
    }

    public SettingsException(string message, Exception innerException)
        : base(OneLine(message), innerException)
    {
    }

    /// <summary>Wraps an unforeseen failure: the message is its innermost reason.</summary>
    internal static SettingsException Unforeseen(Exception failure)
    {
        var reason = failure;
        for (var inner = failure; inner is not null; inner = inner.InnerException)
        {
            if (inner is SettingsException explained)
                return explained;
            reason = inner;
        }

        return new SettingsException($"The program cannot run: {reason.Message} ({reason.GetType().FullName})", failure);
    }

    // Parts of a message come from others: a server, a parser, the author of a file.
    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
