namespace VizTeh.Actors.Texts;

/// <summary>The form of a word that goes with a number. Pure.</summary>
internal static class WordForms
{
    /// <summary>
    /// Russian has a form for 1, 21, 31…, one for 2 to 4, 22 to 24…, and one for the others, with 11 to 14.
    /// </summary>
    /// <param name="forms">Divided by slashes, in that order; the last one given stands for those after it.</param>
    public static string Of(string forms, int count)
    {
        var words = forms.Split('/');
        var form = (count % 100, count % 10) switch
        {
            ( >= 11 and <= 14, _) => 2,
            (_, 1) => 0,
            (_, >= 2 and <= 4) => 1,
            _ => 2,
        };
        return words[Math.Min(form, words.Length - 1)];
    }
}
