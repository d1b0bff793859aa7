using Akka.Configuration.Hocon;

namespace VizTeh.Actors.Settings;

/// <summary>Reads a switch of hocon.conf.</summary>
internal static class OnOff
{
    /// <param name="value">Null when it is not written.</param>
    /// <param name="byDefault">The value of a switch that is not written, or has a mistake.</param>
    /// <param name="mistakes">Gets a sentence that begins with the key.</param>
    public static bool Read(string key, HoconValue? value, bool byDefault, List<string> mistakes)
    {
        if (value is null)
            return byDefault;
        switch (value.IsString() ? value.GetString()?.Trim() : null)
        {
            case "on" or "true" or "yes":
                return true;
            case "off" or "false" or "no":
                return false;
            case var written:
                mistakes.Add($"{key} {(written is null ? "is no text" : $"is \"{written}\"")}: write on or off");
                return byDefault;
        }
    }
}
