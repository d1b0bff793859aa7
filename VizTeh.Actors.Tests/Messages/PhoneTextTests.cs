using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Tests.Messages;

public sealed class PhoneTextTests
{
    [Theory]
    [InlineData("+79161234567", "+7_916_123-45-67")]
    [InlineData("+74951234567;ext=12", "+7_495_123-45-67_доб._12")]
    [InlineData("+375291234567", "+375_29_123-45-67")]
    [InlineData("+79161234567, +79161234568", "+7_916_123-45-67, +7_916_123-45-68")]
    public void A_number_is_shown_in_international_form_and_never_broken_between_two_lines(string stored, string shown) =>
        Assert.Equal(shown.Replace('_', '\u00A0'), PhoneText.Display(stored));

    [Theory]
    [InlineData("")]
    [InlineData("8 (916) 123-45-67")]
    [InlineData("123456789012345")]
    [InlineData("+7 495 363-20-42")]
    [InlineData("+999123456789012")]
    [InlineData("звоните, пожалуйста, днём")]
    public void What_an_earlier_bot_stored_is_shown_as_it_stands(string stored) => Assert.Equal(stored, PhoneText.Display(stored));
}
