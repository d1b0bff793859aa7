using VizTeh.Actors.Forms;

namespace VizTeh.Actors.Tests.Forms;

public sealed class PhoneNumberTests
{
    [Theory]
    // Russian, however it is written.
    [InlineData("9161234567", "+79161234567")]
    [InlineData("4953632042", "+74953632042")]
    [InlineData("89161234567", "+79161234567")]
    [InlineData("79161234567", "+79161234567")]
    [InlineData("+79161234567", "+79161234567")]
    [InlineData("  8 (916) 123-45-67\n", "+79161234567")]
    [InlineData("+7 495 363-20-42", "+74953632042")]
    [InlineData("8.916.123.45.67", "+79161234567")]
    [InlineData("8\u00A0916\u202F123\u201145\u201367", "+79161234567")]
    [InlineData("+7 916 123\u221245\u201467", "+79161234567")]
    [InlineData("\u202A+7 916 123-45-67\u202C", "+79161234567")]
    [InlineData("\u200E8916\u00AD1234567", "+79161234567")]
    [InlineData("(+7) 916 1234567", "+79161234567")]
    [InlineData("＋７ ９１６ １２３４５６７", "+79161234567")]
    [InlineData("٨٩١٦١٢٣٤٥٦٧", "+79161234567")]
    [InlineData("8 𝟡𝟙𝟞 1234567", "+79161234567")]
    [InlineData("+89161234567", "+79161234567")]
    // Other countries, as written.
    [InlineData("+4930123456", "+4930123456")]
    [InlineData("+81 3 1234 5678", "+81 3 1234 5678")]
    [InlineData("+84 91 234 56 78", "+84 91 234 56 78")]
    [InlineData(" +375  (29)\u00A0123-45-67 ", "+375 (29) 123-45-67")]
    [InlineData("375291234567", "375291234567")]
    [InlineData("49301234567", "49301234567")]
    [InlineData("123456789012345", "123456789012345")]
    [InlineData("+٤٩ ٣٠١٢٣٤٥٦", "+49 30123456")]
    public void What_is_typed_becomes(string typed, string number) =>
        Assert.Equal(new PhoneReading.Valid(number), PhoneNumber.ReadTyped(typed));

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("()-.")]
    [InlineData("позвоните мне")]
    [InlineData("8916123456O")]
    [InlineData("89161234567, 89161234568")]
    [InlineData("8916123456²")]
    [InlineData("++79161234567")]
    [InlineData("7+9161234567")]
    [InlineData("79161234567+")]
    [InlineData("+7916/1234567")]
    [InlineData("<b>89161234567</b>")]
    [InlineData("📞89161234567")]
    public void What_is_no_number_is_refused(string typed) =>
        Assert.Equal(new PhoneReading.NotANumber(), PhoneNumber.ReadTyped(typed));

    [Theory]
    [InlineData("1", 1)]
    [InlineData("916123456", 9)]
    [InlineData("+123456789", 9)]
    [InlineData("1234567890123456", 16)]
    [InlineData("+1234567890123456", 16)]
    public void Ten_to_fifteen_digits_are_asked_for(string typed, int digits) =>
        Assert.Equal(new PhoneReading.WrongLength(digits), PhoneNumber.ReadTyped(typed));

    [Theory]
    [InlineData("+7916123456")]
    [InlineData("+791612345678")]
    public void A_number_of_code_7_has_ten_digits_after_it(string typed) =>
        Assert.Equal(new PhoneReading.NotTenAfterSeven(), PhoneNumber.ReadTyped(typed));

    [Fact]
    public void A_number_as_written_is_short_however_many_separators_were_typed()
    {
        Assert.IsType<PhoneReading.NotANumber>(PhoneNumber.ReadTyped($"+49{new string('-', 100)}30123456"));
        Assert.Equal(new PhoneReading.Valid("+79161234567"), PhoneNumber.ReadTyped($"+7{new string('-', 100)}9161234567"));
    }

    [Theory]
    [InlineData("79161234567", "+79161234567")]
    [InlineData("+79161234567", "+79161234567")]
    [InlineData("89161234567", "+79161234567")]
    [InlineData("+7 916 123-45-67", "+79161234567")]
    [InlineData("81312345678", "+81312345678")]
    [InlineData("4930123456", "+4930123456")]
    [InlineData("375291234567", "+375291234567")]
    public void A_shared_contact_is_international(string shared, string number) =>
        Assert.Equal(new PhoneReading.Valid(number), PhoneNumber.ReadContact(shared));

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("123")]
    [InlineData("1234567890123456")]
    public void A_shared_contact_without_a_number_is_refused(string shared) =>
        Assert.IsNotType<PhoneReading.Valid>(PhoneNumber.ReadContact(shared));
}
