using System.Globalization;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Forms;

/// <summary>
/// The pages of a long list of choices. Telegram refuses a keyboard of more than about 10 KB ("reply markup is too long"; documented
/// nowhere), which a hundred choices exceed: the question could not be asked at all.
/// </summary>
internal static class ChoicePages
{
    private const int MostRows = 20;

    /// <param name="rows">All rows.</param>
    /// <param name="page">From zero; the nearest one that exists is shown.</param>
    /// <returns>The rows of one page and, if there are several, a row that turns them.</returns>
    public static IReadOnlyList<InlineButton[]> Of(Form.Asking asking, IReadOnlyList<InlineButton[]> rows, int page)
    {
        if (rows.Count <= MostRows)
            return rows;
        var count = (rows.Count + MostRows - 1) / MostRows;
        var shown = Math.Clamp(page, 0, count - 1);
        var title = string.Create(CultureInfo.InvariantCulture, $"{shown + 1} из {count}");
        return
        [
            .. rows.Skip(shown * MostRows).Take(MostRows),
            [
                Turn("‹", shown == 0 ? count - 1 : shown - 1),
                new InlineButton(title, FormButton.ToWord(asking.FormId, asking.Question, FormButton.Nothing)),
                Turn("›", shown == count - 1 ? 0 : shown + 1),
            ],
        ];

        InlineButton Turn(string label, int to) => new(label, FormButton.ToPage(asking.FormId, asking.Question, to));
    }

    /// <summary>The page that shows a choice.</summary>
    /// <param name="perRow">How many choices a row has.</param>
    public static int Showing(string choice, IReadOnlyList<string> choices, int perRow) =>
        Math.Max(0, choices.ToList().IndexOf(choice)) / (MostRows * perRow);
}
